/**
 * A browser that sees no interface at all, or one whose address has just gone, may never say that it has looked at them
 * all; otherwise it does within 125 ms (Chromium 156).
 */
const LONGEST_MS = 500;

/**
 * The addresses of this machine, as a connection that is thrown away finds them. It has no server to ask and nobody to
 * reach, so nothing is sent. Empty where the machine has no network, or where the browser hides them behind names.
 */
export async function hostAddresses(connection: RTCPeerConnection): Promise<readonly string[]> {
  const found = new Set<string>();
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(done.resolve, LONGEST_MS);
  connection.onicecandidate = ({ candidate }) => {
    if (candidate === null) return done.resolve();
    const { address, protocol } = candidate;
    // TCP has the same addresses, and an address that has just gone for longer.
    if (address && protocol === 'udp' && !address.endsWith('.local')) found.add(address);
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
