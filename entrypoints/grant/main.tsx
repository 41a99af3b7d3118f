import { Grant, GRANT_STYLE, type GrantAnswer } from '@/components/grant.tsx';
import { showPage } from '@/components/own-page.ts';
import { captureMicrophone } from '@/lib/media/capture.ts';
import { browserWorld } from '@/lib/media/world.ts';
import { openMicrophoneSettings } from '@/lib/platform/microphone-settings.ts';
import { createEffectiveSettings } from '@/lib/settings/effective.ts';
import { settings } from '@/lib/settings/settings.ts';

const effective = createEffectiveSettings();
const followed = effective.follow({ servers() {}, sound() {} });

/**
 * What becomes of it the background sees by itself: it opens the microphone where it is needed, and closes this window
 * with the call. Until then the stream stays open here too, without a sound: Chrome ends what was allowed for this time
 * only after five minutes in which its page is neither seen nor captures (seen in Chromium 156).
 */
async function ask(): Promise<GrantAnswer> {
  await followed;
  const opening = await captureMicrophone(browserWorld(document), effective.sound());
  if (!opening.ok) return opening.code;
  for (const track of opening.stream.getTracks()) track.enabled = false;
  void settings.microphoneAllowed.set(true);
  return 'granted';
}

showPage({
  title: 'grant_title',
  style: GRANT_STYLE,
  content: () => <Grant onAsk={ask} onMicrophoneSettings={() => openMicrophoneSettings?.()} />,
});
