import { startChromiumPerson } from './chromium.ts';
import { startFirefoxPerson } from './firefox.ts';
import type { Person, PersonOptions } from './person.ts';
import { startSoundSystem } from './sound-system.ts';

/** Starts a person's sound and browser. Close them, whatever happens. */
export async function startPerson(options: PersonOptions): Promise<Person> {
  const sound = await startSoundSystem();
  try {
    return await (options.browser === 'firefox' ? startFirefoxPerson : startChromiumPerson)(options, sound);
  } catch (error) {
    await sound.close();
    throw error;
  }
}
