import { Grant, GRANT_STYLE, type GrantAnswer } from '@/components/grant.tsx';
import { showPage } from '@/components/own-page.ts';
import { settings } from '@/lib/settings/settings.ts';

/** What becomes of it the background sees by itself: it opens the microphone where it is needed, and closes this window. */
async function ask(): Promise<GrantAnswer> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
  for (const track of stream?.getTracks() ?? []) track.stop();
  const { state } = await navigator.permissions.query({ name: 'microphone' });
  if (state === 'granted') void settings.microphoneAllowed.set(true);
  return state === 'prompt' ? 'closed' : 'granted';
}

showPage({ title: 'grant_title', style: GRANT_STYLE, content: () => <Grant onAsk={ask} /> });
