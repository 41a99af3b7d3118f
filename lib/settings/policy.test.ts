import * as v from 'valibot';
import { expect, test } from 'vitest';
import schema from '../../public/managed-schema.json' with { type: 'json' };
import { mayBeUsedOn, Policy } from './policy.ts';

test('what Chrome is told of policies is what is read of them', () => {
  expect(Object.keys(schema.properties)).toEqual(Object.keys(Policy.entries));
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
