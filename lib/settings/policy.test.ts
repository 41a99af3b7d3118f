import * as v from 'valibot';
import { expect, test } from 'vitest';
import schema from '../../public/managed-schema.json' with { type: 'json' };
import { mayBeUsedOn, Policy } from './policy.ts';

/** As much of ours as Chrome's schemas say too: types, and what is in them. */
function shapeOf(ours: v.GenericSchema): object {
  const { type, ...of } = ours as unknown as {
    readonly type: string;
    readonly wrapped: v.GenericSchema;
    readonly entries: Readonly<Record<string, v.GenericSchema>>;
    readonly value: v.GenericSchema;
    readonly item: v.GenericSchema;
  };
  if (type === 'optional') return shapeOf(of.wrapped);
  if (type === 'record') return { type: 'object', additionalProperties: shapeOf(of.value) };
  if (type === 'array') return { type, items: shapeOf(of.item) };
  if (type !== 'object') return { type };
  const properties = Object.entries(of.entries).map(([key, each]) => [key, shapeOf(each)]);
  return { type, properties: Object.fromEntries(properties) as unknown };
}

const WORDS = new Set(['$schema', 'title', 'description']);
const withoutWords = (key: string, value: unknown) =>
  WORDS.has(key) && typeof value === 'string' ? undefined : value;

test('what Chrome is told of policies is what is read of them', () => {
  expect(JSON.parse(JSON.stringify(schema, withoutWords))).toEqual(shapeOf(Policy));
});

test('a policy is read as it is dialled; what is wrong in one entry takes nothing from the others', () => {
  const policy = {
    server: { url: 'Calls.Example.org' },
    siteServers: { 'chat.example.org': { url: 'two words' } },
    sites: 'chat.example.org',
    soundProcessing: false,
    unknown: 1,
  };
  expect(v.parse(Policy, policy)).toEqual({
    server: { url: 'https://calls.example.org', accessKey: '' },
    siteServers: undefined,
    sites: undefined,
    soundProcessing: false,
  });
});

test.each([
  [undefined, true],
  [[], false],
  [['chat.example.org'], true],
  [['chat.example.org:8443'], false],
])('where a policy names the sites %s, Earshot may be used on chat.example.org: %s', (sites, may) => {
  expect(mayBeUsedOn({ sites }, 'chat.example.org')).toBe(may);
});
