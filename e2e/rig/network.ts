import { openNamespace, removeStaleNamespaces } from './namespace.ts';
import type { Namespace } from './namespace.ts';

/** The call server's port. The network is the test's own, so it is free. */
export const SERVER_PORT = 4080;
const SERVER_ADDRESS = '10.77.0.1';

/**
 * A network of a test's own: the call server in the middle, and a line to each person. What a person opens as
 * `http://localhost:4080` crosses their line to the server (content scripts match only localhost and 127.0.0.1); the two
 * people's browsers reach each other by their lines too. It can be cut as no browser's tools can: below the browser.
 */
export interface Network {
  /** Where the call server runs. */
  readonly middle: Namespace;
  /** Its own address there, and what it needs to listen on it. */
  readonly serverEnv: NodeJS.ProcessEnv;
  /** Lays a line to one more person. */
  join(): Promise<Line>;
  /** So many percent of all packets, either way, are lost from now on; 0: none. */
  lose(percent: number): Promise<void>;
  close(): Promise<void>;
}

/** A person's way into the network: a cable with a place on a switch. */
export interface Line {
  /** Where the person's browser runs. */
  readonly namespace: Namespace;
  /** Pulls the cable: the system knows at once. */
  linkDown(): Promise<void>;
  /** Plugs it in again: the same address, as from a DHCP server that remembers. */
  linkUp(): Promise<void>;
  /** Everything is dropped on the way, in both directions, and nobody is told. */
  dropAll(): Promise<void>;
  undrop(): Promise<void>;
  /** The person gets another address of the same network, and the old one is gone, as after a change of network. */
  changeAddress(): Promise<void>;
}

let networks = 0;

/** Makes such a network. Needs root, ip(8) and nft(8). */
export async function openNetwork(): Promise<Network> {
  await removeStaleNamespaces();
  const number = ++networks;
  const opened: Namespace[] = [];
  const open = async (of: string) => {
    const namespace = await openNamespace(`${number}-${of}`);
    opened.push(namespace);
    return namespace;
  };
  const close = async () => {
    for (const namespace of opened.splice(0).toReversed()) await namespace.close();
  };
  try {
    const middle = await open('server');
    await middle.ip(
      'link add bridge type bridge',
      `address add ${SERVER_ADDRESS}/24 dev bridge`,
      'link set bridge up',
    );
    await middle.nft(`
      table bridge faults {
        set silent { type ifname; }
        chain loss {}
        chain forward { type filter hook forward priority 0; iifname @silent drop; oifname @silent drop; jump loss; }
        chain input { type filter hook input priority 0; iifname @silent drop; jump loss; }
        chain output { type filter hook output priority 0; oifname @silent drop; jump loss; }
      }
    `);
    let lines = 0;
    return {
      middle,
      serverEnv: { HOST: SERVER_ADDRESS, PORT: String(SERVER_PORT), OPEN: '1' },
      async join() {
        const person = ++lines;
        return layLine(middle, await open(`person${person}`), person);
      },
      async lose(percent) {
        const rule = percent > 0 ? `add rule bridge faults loss numgen random mod 100 < ${percent} drop` : '';
        await middle.nft(`flush chain bridge faults loss\n${rule}`);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Without a line a connection to another machine fails at once: there is no route (connect(2), ENETUNREACH). To `localhost` there
 * always is one, and what is led elsewhere from there would be lost in silence.
 */
const NO_ROUTE = `
  table ip unreachable {
    chain output {
      type filter hook output priority -200;
      ip daddr 127.0.0.1 tcp dport ${SERVER_PORT} reject with icmp type net-unreachable
    }
  }
`;

async function layLine(middle: Namespace, namespace: Namespace, person: number): Promise<Line> {
  const place = `person${person}`;
  let host = person * 10 + 1;
  const address = () => `10.77.0.${host}`;
  const route = `route replace default via ${SERVER_ADDRESS} dev eth0`;
  await middle.ip(
    `link add ${place} type veth peer name eth0 netns ${namespace.name}`,
    `link set ${place} master bridge`,
    `link set ${place} up`,
  );
  await namespace.ip(`address add ${address()}/24 dev eth0`, 'link set eth0 up', route);
  // As sent from the person's own address, and not masqueraded: what is under way keeps the address that it began
  // with, as every connection does.
  const asFromHere = () =>
    `add rule ip localhost postrouting ip saddr 127.0.0.0/8 oifname eth0 snat to ${address()}`;
  await namespace.nft(`
    table ip localhost {
      chain output {
        type nat hook output priority -100;
        ip daddr 127.0.0.1 tcp dport ${SERVER_PORT} dnat to ${SERVER_ADDRESS}
      }
      chain postrouting { type nat hook postrouting priority 100; }
    }
    ${asFromHere()}
  `);
  return {
    namespace,
    async linkDown() {
      await namespace.nft(NO_ROUTE);
      await namespace.ip('link set eth0 down');
    },
    async linkUp() {
      await namespace.ip('link set eth0 up', `address replace ${address()}/24 dev eth0`, route);
      await namespace.nft('delete table ip unreachable');
    },
    dropAll: async () => middle.nft(`add element bridge faults silent { "${place}" }`),
    undrop: async () => middle.nft(`delete element bridge faults silent { "${place}" }`),
    async changeAddress() {
      const old = address();
      host += 1;
      await namespace.ip(`address delete ${old}/24 dev eth0`, `address add ${address()}/24 dev eth0`, route);
      await namespace.nft(`flush chain ip localhost postrouting\n${asFromHere()}`);
    },
  };
}
