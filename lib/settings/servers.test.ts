import { describe, expect, test } from 'vitest';
import {
  agreeTo,
  chosenServer,
  decline,
  forgetSite,
  keyOfSite,
  NO_CHOICES,
  proposalOf,
  type ServerChoices,
} from './servers.ts';

const SITE = 'chat.example.org';
const at = (host: string, accessKey = '') => ({ url: `https://${host}`, accessKey });
const usual = (host: string): ServerChoices => ({
  ...NO_CHOICES,
  usual: at(host),
  agreed: [`https://${host}`],
});
const look = (choices: ServerChoices, proposal: string | null = null, policy = {}) =>
  chosenServer(SITE, proposal, policy, choices);

describe('the call server of a site', () => {
  test('is the one on this machine until somebody chooses another, and that needs no question', () => {
    expect(look(NO_CHOICES)).toEqual({
      server: { url: 'http://localhost:4080', accessKey: '' },
      agreed: true,
      chosen: false,
      question: null,
    });
  });

  test("is the person's for that site before their usual one", () => {
    const choices = { ...usual('usual.example'), bySite: { [SITE]: at('site.example', 'key') } };
    expect(look(choices).server).toEqual(at('site.example', 'key'));
    expect(chosenServer('other.example', null, {}, choices).server).toEqual(at('usual.example'));
  });

  test('is the policy’s before anything of the person’s, and nobody is asked', () => {
    const policy = { server: at('managed.example'), siteServers: { [SITE]: at('managed-site.example') } };
    const own = { ...usual('usual.example'), bySite: { [SITE]: at('site.example') } };
    expect(look(own, 'https://proposed.example', policy)).toMatchObject({
      server: at('managed-site.example'),
      agreed: true,
      question: null,
    });
    expect(chosenServer('other.example', null, policy, own).server).toEqual(at('managed.example'));
  });

  test('is not used before the person has agreed to it', () => {
    const choices = { ...NO_CHOICES, usual: at('new.example') };
    expect(look(choices)).toMatchObject({
      agreed: false,
      question: { url: 'https://new.example', proposed: false },
    });
    expect(look(agreeTo(choices, 'https://new.example', null))).toMatchObject({
      agreed: true,
      question: null,
    });
  });
});

describe('what a page proposes', () => {
  const PROPOSED = 'https://proposed.example';

  test('is asked about, and not used meanwhile', () => {
    expect(look(usual('usual.example'), PROPOSED)).toMatchObject({
      server: at('usual.example'),
      question: { url: PROPOSED, proposed: true },
    });
  });

  test('is used there, and only there, once the person says so', () => {
    const choices = agreeTo(usual('usual.example'), PROPOSED, SITE);
    expect(look(choices, PROPOSED)).toMatchObject({
      server: at('proposed.example'),
      agreed: true,
      question: null,
    });
    expect(chosenServer('other.example', PROPOSED, {}, choices)).toMatchObject({
      server: at('usual.example'),
      question: { url: PROPOSED, proposed: true },
    });
  });

  test('is asked about once: after "Not now" only when the page proposes another', () => {
    const choices = decline(usual('usual.example'), PROPOSED, SITE);
    expect(look(choices, PROPOSED)).toMatchObject({ server: at('usual.example'), question: null });
    expect(look(choices, 'https://another.example').question).toEqual({
      url: 'https://another.example',
      proposed: true,
    });
  });

  test('is asked about again once the site was taken off the list; its key goes with it', () => {
    const agreed = keyOfSite(agreeTo(usual('usual.example'), PROPOSED, SITE), SITE, 'sesame');
    expect(look(agreed, PROPOSED).server).toEqual({ url: PROPOSED, accessKey: 'sesame' });
    const forgotten = forgetSite(agreed, SITE);
    expect(look(forgotten, PROPOSED)).toMatchObject({
      server: at('usual.example'),
      question: { url: PROPOSED, proposed: true },
    });
    expect(keyOfSite(forgotten, SITE, 'sesame')).toBe(forgotten);
  });

  test.each([
    ['nowhere else', usual('usual.example'), false],
    ['as the usual one', usual('proposed.example'), true],
    ['on another site', agreeTo(usual('usual.example'), PROPOSED, 'other.example'), true],
  ])('is agreed to anew once it was taken off the list, unless it is used %s too', (_, before, agreed) => {
    const after = forgetSite(agreeTo(before, PROPOSED, SITE), SITE);
    const written = { ...after, bySite: { ...after.bySite, [SITE]: at('proposed.example') } };
    expect(look(written).agreed).toBe(agreed);
  });

  test('is used with the key that the settings have for the same server', () => {
    const agreed = agreeTo(NO_CHOICES, PROPOSED, SITE);
    const choices = { ...agreed, usual: { url: PROPOSED, accessKey: 'sesame' } };
    expect(look(choices, PROPOSED).server.accessKey).toBe('sesame');
    expect(look(keyOfSite(choices, SITE, 'its own'), PROPOSED).server.accessKey).toBe('its own');
  });

  test('is no question where it is used already', () => {
    expect(look(usual('usual.example'), 'https://usual.example').question).toBeNull();
  });

  test.each([
    ['https://Calls.example.org/', 'https://calls.example.org'],
    ['calls.example.org', 'https://calls.example.org'],
    ['http://localhost:4080', 'http://localhost:4080'],
    ['http://calls.example.org', null],
    ['javascript:alert(1)', null],
    [null, null],
  ])('%j means %j: one that is not encrypted is never proposed', (written, url) => {
    expect(proposalOf(written)).toBe(url);
  });
});
