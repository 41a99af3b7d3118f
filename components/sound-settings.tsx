import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { MicrophoneTroubleCode } from '../lib/call/outcome.ts';
import { sentence, spokenSentence, type SentenceKey } from '../lib/i18n/sentence.ts';

/** A microphone or loudspeaker, as the browser names it. */
export interface SoundDevice {
  readonly id: string;
  readonly label: string;
}

export interface SoundSettingsProps {
  readonly processing: boolean;
  readonly processingManaged: boolean;
  readonly onProcessing: (wanted: boolean) => void;
  /** Those there are now, without stand-ins for the preferred one; null: the browser does not name them yet. */
  readonly microphones: readonly SoundDevice[] | null;
  readonly loudspeakers: readonly SoundDevice[] | null;
  /** What was chosen, whether it is there or not; null: the one that the system prefers. */
  readonly microphone: SoundDevice | null;
  readonly loudspeaker: SoundDevice | null;
  readonly onMicrophone: (chosen: SoundDevice | null) => void;
  readonly onLoudspeaker: (chosen: SoundDevice | null) => void;
  /** Opens the microphone for a moment, so that the browser names the devices; null: it did. */
  readonly onNameDevices: () => Promise<MicrophoneTroubleCode | null>;
  /** To the page that gets the microphone allowed. */
  readonly onAllowMicrophone: () => void;
  readonly onTestTone: () => void;
  /** From 0 to 100. */
  readonly ringVolume: number;
  readonly onRingVolume: (percent: number) => void;
  readonly onHearRing: () => void;
}

/** What one speaks into, what one hears on, and how loud it rings. */
export function SoundSettings(props: SoundSettingsProps) {
  const [volume, volumeHint] = [createUniqueId(), createUniqueId()];
  const [trouble, setTrouble] = createSignal<MicrophoneTroubleCode | null>(null);

  async function nameDevices(): Promise<void> {
    setTrouble(null);
    setTrouble(await props.onNameDevices());
  }

  return (
    <div class="sound">
      <h2>{sentence('options_sound_title')}</h2>
      <DeviceChoice
        label="options_microphone"
        devices={props.microphones}
        chosen={props.microphone}
        onChange={props.onMicrophone}
      />
      <DeviceChoice
        label="options_loudspeaker"
        devices={props.loudspeakers}
        chosen={props.loudspeaker}
        onChange={props.onLoudspeaker}
      />
      <div class="row wrap">
        <button type="button" class="plain" on:click={() => props.onTestTone()}>
          {sentence('options_test_tone')}
        </button>
        <Show when={props.microphones === null}>
          <button type="button" class="plain" on:click={() => void nameDevices()}>
            {sentence('options_name_devices')}
          </button>
        </Show>
      </div>
      <Show when={props.microphones === null}>
        <p class="soft small">{sentence('options_name_devices_hint')}</p>
      </Show>
      <div role="status" class="naming">
        <Show when={trouble()}>
          {(code) => (
            <>
              <p class="note bad">{sentence(TROUBLE_TEXT[code()])}</p>
              <Show when={code() === 'microphone-blocked'}>
                <button type="button" class="link" on:click={() => props.onAllowMicrophone()}>
                  {sentence('link_microphone')}
                </button>
              </Show>
            </>
          )}
        </Show>
      </div>
      <div class="field">
        <label for={volume}>{sentence('options_ring_volume')}</label>
        <div class="row wrap">
          <input
            id={volume}
            type="range"
            class="grow"
            min="0"
            max="100"
            step="10"
            value={props.ringVolume}
            aria-describedby={volumeHint}
            on:change={(event) => props.onRingVolume(event.currentTarget.valueAsNumber)}
          />
          <button
            type="button"
            class="plain"
            aria-disabled={props.ringVolume === 0}
            on:click={() => {
              if (props.ringVolume > 0) props.onHearRing();
            }}
          >
            {sentence('options_ring_hear')}
          </button>
        </div>
        <p id={volumeHint} class="soft small">
          {sentence(props.ringVolume === 0 ? 'options_ring_silent' : 'options_ring_hint')}
        </p>
      </div>
      <Processing wanted={props.processing} managed={props.processingManaged} onChange={props.onProcessing} />
    </div>
  );
}

const TROUBLE_TEXT: Record<MicrophoneTroubleCode, SentenceKey> = {
  'microphone-not-asked': 'grant_closed',
  'microphone-blocked': 'sound_microphone_blocked',
  'microphone-blocked-by-system': 'welcome_microphone_system',
  'microphone-absent': 'welcome_microphone_absent',
  'microphone-in-use': 'welcome_microphone_in_use',
  'microphone-failed': 'welcome_microphone_failed',
};

function DeviceChoice(props: {
  readonly label: SentenceKey;
  readonly devices: readonly SoundDevice[] | null;
  readonly chosen: SoundDevice | null;
  readonly onChange: (chosen: SoundDevice | null) => void;
}) {
  const field = createUniqueId();
  const devices = () => props.devices ?? [];
  const missing = () => {
    const { chosen } = props;
    return chosen && !devices().some(({ id }) => id === chosen.id) ? chosen : null;
  };
  const isChosen = (device: SoundDevice) => device.id === props.chosen?.id;
  return (
    <div class="field">
      <label for={field}>{sentence(props.label)}</label>
      <select
        id={field}
        on:change={(event) => {
          const { value } = event.currentTarget;
          props.onChange(devices().find(({ id }) => id === value) ?? null);
        }}
      >
        <option value="">{sentence('options_device_preferred')}</option>
        <For each={devices()}>
          {(device) => (
            <option value={device.id} selected={isChosen(device)} translate="no">
              {device.label}
            </option>
          )}
        </For>
        <Show when={missing()}>
          {(device) => (
            <option value={device().id} selected translate={props.devices ? 'yes' : 'no'}>
              {props.devices ? spokenSentence('options_device_missing', device().label) : device().label}
            </option>
          )}
        </Show>
      </select>
    </div>
  );
}

function Processing(props: {
  readonly wanted: boolean;
  readonly managed: boolean;
  readonly onChange: (wanted: boolean) => void;
}) {
  const [box, hint] = [createUniqueId(), createUniqueId()];
  return (
    <div class="switch">
      <input
        id={box}
        type="checkbox"
        checked={props.wanted}
        disabled={props.managed}
        aria-describedby={hint}
        on:change={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={box}>{sentence('options_sound')}</label>
        <p id={hint} class="soft small">
          {sentence(props.managed ? 'options_managed' : 'options_sound_hint')}
        </p>
      </div>
    </div>
  );
}

export const SOUND_SETTINGS_STYLE = `
.sound { display: grid; gap: 20px; }
.page select {
  font: inherit; color: inherit; background: var(--surface); border: 1px solid color-mix(in srgb, var(--soft) 75%, var(--surface));
  border-radius: 10px; min-height: 40px; padding: 0 8px; inline-size: 100%; text-overflow: ellipsis;
}
.page select:focus-visible { outline: 2px solid var(--go); outline-offset: 2px; }
.page input[type='range'] { accent-color: var(--go); min-inline-size: 120px; min-block-size: 36px; margin: 0; }
.page .wrap { flex-wrap: wrap; }
.naming { display: grid; gap: 8px; justify-items: start; }
.naming:empty { display: none; }
.switch { display: grid; grid-template-columns: auto 1fr; gap: 12px; align-items: start; }
.switch input { inline-size: 18px; block-size: 18px; margin: 1px 0 0; accent-color: var(--go); }
@media (pointer: coarse) {
  .page :is(select, input[type='range']) { min-block-size: 44px; }
  .switch label { display: block; padding-block: 12px; margin-block-start: -12px; }
}
`;
