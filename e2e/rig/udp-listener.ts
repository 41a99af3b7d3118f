import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP port of the test's own that counts what arrives: as a STUN server it tells who sends packets, and when. */
export interface UdpListener {
  readonly url: string;
  packets(): number;
  close(): Promise<void>;
}

export async function listenUdp(): Promise<UdpListener> {
  const socket = createSocket('udp4');
  let packets = 0;
  socket.on('message', () => (packets += 1));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    url: `stun:127.0.0.1:${socket.address().port}`,
    packets: () => packets,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}
