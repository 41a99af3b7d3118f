/** A browser that sees no interface at all may never say that it has looked at them all (Chromium 156). */
const LONGEST_MS = 1_000;

/**
 * The addresses of this machine, as a connection that is thrown away finds them. It has no server to ask and nobody to
 * reach, so nothing is sent. Empty where the machine has no network, or where the browser hides them behind names.
 */
export async function hostAddresses(connection: RTCPeerConnection): Promise<readonly string[]> {
  const found = new Set<string>();
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(done.resolve, LONGEST_MS);
  connection.onicecandidate = ({ candidate }) => {
    if (candidate === null) done.resolve();
    else if (candidate.address && !candidate.address.endsWith('.local')) found.add(candidate.address);
  };
  try {
    connection.createDataChannel('');
    await connection.setLocalDescription();
    await done.promise;
    return [...found].toSorted();
  } finally {
    clearTimeout(timer);
    connection.onicecandidate = null;
    connection.close();
  }
}
