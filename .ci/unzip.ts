import { inflateRawSync } from 'node:zlib';

// PKWARE's APPNOTE 4.3: what is read of a zip file, and where its fields lie.
const END = { signature: 0x06054b50, bytes: 22, entries: 10, directoryAt: 16 };
const ENTRY = {
  signature: 0x02014b50,
  bytes: 46,
  method: 10,
  packed: 20,
  name: 28,
  extra: 30,
  comment: 32,
  at: 42,
};
const FILE = { bytes: 30, name: 26, extra: 28 };
const STORED = 0;

/** The files of a zip file (no folders, no encryption, no zip64), by path. Throws where it is not one. */
export function unzip(zip: Buffer): Map<string, Buffer> {
  // No comment behind the end: WXT writes none.
  const end = zip.length - END.bytes;
  if (zip.readUInt32LE(end) !== END.signature) throw new Error('not a zip file, or one with a comment');
  const files = new Map<string, Buffer>();
  let entry = zip.readUInt32LE(end + END.directoryAt);
  for (let left = zip.readUInt16LE(end + END.entries); left > 0; left -= 1) {
    if (zip.readUInt32LE(entry) !== ENTRY.signature) throw new Error('the zip file has a broken directory');
    const nameBytes = zip.readUInt16LE(entry + ENTRY.name);
    const path = zip.toString('utf8', entry + ENTRY.bytes, entry + ENTRY.bytes + nameBytes);
    const file = zip.readUInt32LE(entry + ENTRY.at);
    const start =
      file + FILE.bytes + zip.readUInt16LE(file + FILE.name) + zip.readUInt16LE(file + FILE.extra);
    const packed = zip.subarray(start, start + zip.readUInt32LE(entry + ENTRY.packed));
    files.set(path, zip.readUInt16LE(entry + ENTRY.method) === STORED ? packed : inflateRawSync(packed));
    entry +=
      ENTRY.bytes +
      nameBytes +
      zip.readUInt16LE(entry + ENTRY.extra) +
      zip.readUInt16LE(entry + ENTRY.comment);
  }
  return files;
}
