import type { CallEvent } from '../call/event.ts';
import type { LogLine } from '../log/log.ts';
import type { MediaEvent } from '../media/port.ts';

/** What the media host tells, as the call's state machine takes it; null: nothing to it. */
export function callEventOf(event: MediaEvent): CallEvent | null {
  switch (event.type) {
    case 'media:status':
      return { type: 'media-here', ...event.status };
    case 'media:candidates':
      return { type: 'candidates', batch: event.batch };
    case 'media:connection':
      return { type: 'connection', callId: event.callId, state: event.state };
    case 'media:peer-hung-up':
      return { type: 'peer-hung-up', callId: event.callId };
    case 'media:peer-muted':
      return { type: 'peer-muted', callId: event.callId, muted: event.muted };
    case 'media:microphone-waits':
      return { type: 'microphone-waits', callId: event.callId, waitsFor: event.waitsFor };
    case 'media:microphone-ended':
      return { type: 'microphone-ended', callId: event.callId, trouble: event.trouble };
    case 'media:microphone-changed':
      return { type: 'microphone-changed', callId: event.callId, label: event.label };
    case 'media:flow':
      return { type: 'flow', callId: event.callId, flowing: event.flowing, forMs: event.forMs };
    case 'media:trouble':
      return { type: 'trouble', callId: event.callId, trouble: event.trouble };
    case 'media:description':
      return { type: 'described', description: event.description };
    case 'media:restart-wanted':
      return { type: 'restart-wanted', header: event.header, newPeer: event.newPeer };
    case 'media:network-changed':
      return { type: 'network-changed' };
    case 'media:sound':
    case 'media:path':
      return null;
  }
}

/** What of it explains a call that was not as it should be, as a line of the log. */
export function lineOf(event: MediaEvent): readonly [code: string, facts: LogLine['facts']] | null {
  switch (event.type) {
    case 'media:status':
      return ['media-here', { connection: event.status.connection }];
    case 'media:sound':
      return ['sound', {}];
    case 'media:path':
      return ['path', { state: event.state, ...event.path }];
    case 'media:flow':
      return ['flow', { flowing: event.flowing }];
    case 'media:trouble':
      return ['trouble', { trouble: event.trouble }];
    case 'media:microphone-waits':
      return ['microphone-waits', { waitsFor: event.waitsFor }];
    case 'media:microphone-ended':
      return ['microphone-ended', { trouble: event.trouble }];
    case 'media:microphone-changed':
    case 'media:network-changed':
      return [event.type.slice('media:'.length), {}];
    case 'media:candidates':
    case 'media:connection':
    case 'media:description':
    case 'media:peer-hung-up':
    case 'media:peer-muted':
    case 'media:restart-wanted':
      return null;
  }
}
