import * as v from 'valibot';
import { expect, test } from 'vitest';
import schema from '../../public/managed-schema.json' with { type: 'json' };
import { Policy } from './policy.ts';

test('what Chrome is told of policies is what is read of them', () => {
  expect(Object.keys(schema.properties)).toEqual(Object.keys(Policy.entries));
});

test('a policy is read as it is dialled; what is wrong in one entry takes nothing from the others', () => {
  const policy = {
    server: { url: 'Calls.Example.org' },
    siteServers: { 'chat.example.org': { url: 'two words' } },
    soundProcessing: false,
    unknown: 1,
  };
  expect(v.parse(Policy, policy)).toEqual({
    server: { url: 'https://calls.example.org', accessKey: '' },
    siteServers: undefined,
    soundProcessing: false,
  });
});
