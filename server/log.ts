import { pino, stdTimeFunctions, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { Config } from './config.ts';

export type Log = Logger;

/** Lines on standard output: JSON for machines, or one plain line each for people. */
export function createLog({ logFormat, logLevel }: Pick<Config, 'logFormat' | 'logLevel'>): Log {
  const options = {
    level: logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (logFormat === 'json') return pino(options);
  return pino(options, PinoPretty({ sync: true, translateTime: 'SYS:HH:MM:ss.l', singleLine: true }));
}
