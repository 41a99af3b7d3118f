import { Grant, GRANT_STYLE, type GrantAnswer } from '@/components/grant.tsx';
import { showPage } from '@/components/own-page.ts';
import { captureMicrophone } from '@/lib/media/capture.ts';
import { AS_THE_SYSTEM_PREFERS } from '@/lib/media/sound-choice.ts';
import { browserWorld } from '@/lib/media/world.ts';
import { openMicrophoneSettings } from '@/lib/platform/microphone-settings.ts';
import { settings } from '@/lib/settings/settings.ts';

/** What becomes of it the background sees by itself: it opens the microphone where it is needed, and closes this window. */
async function ask(): Promise<GrantAnswer> {
  const opening = await captureMicrophone(browserWorld(document), AS_THE_SYSTEM_PREFERS);
  if (!opening.ok) return opening.code;
  for (const track of opening.stream.getTracks()) track.stop();
  void settings.microphoneAllowed.set(true);
  return 'granted';
}

showPage({
  title: 'grant_title',
  style: GRANT_STYLE,
  content: () => <Grant onAsk={ask} onMicrophoneSettings={() => openMicrophoneSettings?.()} />,
});
