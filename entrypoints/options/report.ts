import { browser } from 'wxt/browser';
import { problemReport } from '@/lib/log/report.ts';
import type { ServerSummary } from '@/lib/messaging/view.ts';
import { PROTOCOL } from '@/lib/protocol/index.ts';
import { settings } from '@/lib/settings/settings.ts';
import { readKeptLog } from '@/lib/platform/kept-log.ts';
import { grantedSites } from '@/lib/platform/site-access.ts';

/** The text of a problem report. `server`: how the usual one stands; its address is not told. */
export async function reportProblem(server: ServerSummary | null): Promise<string> {
  const [lines, sites, permission, processing, microphone, loudspeaker, offline] = await Promise.all([
    readKeptLog(),
    grantedSites(),
    navigator.permissions.query({ name: 'microphone' }),
    settings.soundProcessing.get(),
    settings.microphone.get(),
    settings.loudspeaker.get(),
    settings.offline.get(),
  ]);
  return problemReport(
    {
      version: `${browser.runtime.getManifest().version}, protocol ${PROTOCOL}`,
      browser: navigator.userAgent,
      language: browser.i18n.getUILanguage(),
      'call server': server ? `${server.state}, ${server.trouble ?? 'no trouble'}` : 'not dialled',
      'STUN or TURN': server?.relay ?? 'not known',
      'microphone permission': permission.state,
      'sound processing': processing,
      'own microphone chosen': microphone !== null,
      'own loudspeaker chosen': loudspeaker !== null,
      'permitted sites': sites.length,
      'appears offline': offline,
    },
    lines,
  );
}
