import type { ServerQuestion } from '../messaging/view.ts';
import type { CallServer } from '../signaling/port.ts';

/** Which call server the people of a site meet at. */
export interface ChosenServer {
  readonly server: CallServer;
  /** No socket to it is opened before. */
  readonly agreed: boolean;
  /** By a person or a policy; else it is what Earshot comes with. */
  readonly chosen: boolean;
  readonly question: ServerQuestion | null;
}

/** `proposal`: the server that the page of that site proposes, as it would be dialled. */
export type ServerLookUp = (place: {
  readonly site: string;
  readonly proposal: string | null;
}) => ChosenServer;
