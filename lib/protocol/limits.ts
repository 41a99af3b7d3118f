/** Every bound of the protocol, with its unit in its name and its reason beside it. Both ends hold them. */
export const LIMITS = {
  /** One message. An offer with 60 candidates is under 12 KiB; a whole roster of 100 under 20 KiB. */
  messageBytes: 64 * 1024,
  /** The transport's own cap. Between the two a message is answered with `too-large`; above it WebSocket (RFC 6455, 1009) closes. */
  transportBytes: 256 * 1024,
  /** SDP of one audio m-line is about 2 KiB; a browser with many codecs and extensions stays under 8. */
  sdpCharacters: 32 * 1024,
  /** Candidates in one message: a host with many interfaces, IPv4 and IPv6, UDP and TCP, still fits. */
  candidatesPerMessage: 64,
  /** RFC 8839 candidate lines are under 200 characters, with extensions under 400. */
  candidateCharacters: 1024,
  /** A shown name. Longer ones are cut where they enter, never refused. */
  nameCharacters: 80,
  /** Larger rooms are for rosters we do not draw; it also bounds how many one click can ring. */
  participantsPerConversation: 100,
  /** Chat tabs of one profile. */
  conversationsPerInstallation: 50,
  /** Two for now; the protocol already speaks of members. */
  membersPerCall: 2,
  /** How long it rings: between Mattermost's 30 s and Signal's 60 s. */
  ringMs: 45_000,
  /** How often the caller's side says that it is still there, and how long a ring lasts without that word. */
  renewMs: 4_000,
  ringLeaseMs: 15_000,
  /** From claim to accept: a permission prompt may lie ahead. */
  claimMs: 60_000,
  /** From accept to sound: ICE gives up by itself at about 30 s. */
  connectMs: 30_000,
  /** A lost socket's presence and rings are kept this long: longer than a reconnection, shorter than a ring. */
  graceMs: 30_000,
  /** A member's place in a running call outlives a lost socket this long (sound may go on without it). */
  placeMs: 120_000,
  /** A finished call is remembered, so that late and repeated messages of it are understood. */
  endedCallMs: 180_000,
  /** Acks are kept for repeats this long, and at most this many for an installation. */
  repeatMs: 120_000,
  repeats: 128,
  /** Undelivered messages kept for an installation whose socket is away; more means it is not coming back. */
  mailbox: 64,
  /** A socket that does not prove its key is closed. */
  proofMs: 10_000,
  /** While nobody is heard, a socket that does not answer `session:ping` within this is a dead one. */
  pingMs: 1_000,
  /** A command without ack is repeated after this; a slow mobile network answers in under 2 s. */
  ackMs: 5_000,
  /** Token bucket of an installation: a busy call set-up takes about 10 commands. */
  commandsBurst: 60,
  commandsPerSecond: 10,
  /** Token bucket of invitations: redialling is fine, a siege is not. */
  invitesBurst: 10,
  invitesPerMinute: 10,
} as const;
