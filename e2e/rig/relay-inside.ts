// Runs inside a namespace (see relay.ts): leads the connections that it is handed to a port there.
import { connect, Socket } from 'node:net';

const port = Number(process.argv[2]);

process.on('message', (_message: unknown, outer: unknown) => {
  if (!(outer instanceof Socket)) return;
  const inner = connect(port, '127.0.0.1');
  const end = () => {
    inner.destroy();
    outer.destroy();
  };
  for (const socket of [inner, outer]) socket.on('error', end).on('close', end);
  outer.pipe(inner).pipe(outer);
});
// Whoever handed them over is gone.
process.on('disconnect', () => process.exit());
