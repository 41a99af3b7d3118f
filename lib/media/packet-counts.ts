export interface PacketCounts {
  readonly sent: number;
  readonly received: number;
}

/** Packets of sound of one connection (W3C WebRTC Stats 8.5 and 8.7). */
export function countPackets(statistics: RTCStatsReport): PacketCounts {
  let [sent, received] = [0, 0];
  statistics.forEach((entry: RTCInboundRtpStreamStats | RTCOutboundRtpStreamStats) => {
    if (entry.type === 'outbound-rtp') sent += (entry as RTCOutboundRtpStreamStats).packetsSent ?? 0;
    if (entry.type === 'inbound-rtp') received += (entry as RTCInboundRtpStreamStats).packetsReceived ?? 0;
  });
  return { sent, received };
}
