import { Fault } from '../../fault.js';

/** https://mariadb.com/kb/en/2-binlog-event-header/ */
const headerBytes = 19;
const magic = Buffer.from([0xfe, 0x62, 0x69, 0x6e]);

/** Begins every transaction, and every statement that is one by itself. */
const gtidEvent = 162;
const rotateEvent = 4;

export const binlogName = (file: number): string => `binlog.${String(file).padStart(6, '0')}`;

export interface BinlogReport {
  /** Bytes up to the end of the last whole event, or to where it was to stop. */
  end: number;
  /** Whether a transaction from `stop` on was met; then `end` is its beginning. */
  stopped: boolean;
  /** Transactions from `start` to `end`. */
  transactions: number;
  /** When the last of them was written. Seconds since 1970. */
  lastAt?: number;
}

/**
 * Reads a file of MariaDB's binary log as it streams by, and passes its whole events on: a file
 * copied while it grows, or that a crash has cut off, ends inside of one.
 */
export class BinlogReader {
  readonly report: BinlogReport = { end: 0, stopped: false, transactions: 0 };
  /** Of an event whose end has not come, and its bytes; joined once all are there. */
  #rest: Buffer[] = [];
  #missing = 0;
  #startSeen = false;

  /**
   * @param file number of the file
   * @param start bytes; an event must begin there
   * @param stop seconds since 1970; the first transaction of that second or later is left out
   */
  constructor(
    readonly file: number,
    readonly start: number,
    readonly stop: number,
  ) {}

  /** @returns bytes of whole events; nothing more after `report.stopped` */
  read(chunk: Buffer): Buffer {
    if (this.report.stopped) return Buffer.alloc(0);
    this.#rest.push(chunk);
    this.#missing -= chunk.length;
    if (this.#missing > 0) return Buffer.alloc(0);
    const bytes = this.#rest.length === 1 ? chunk : Buffer.concat(this.#rest);
    let at = 0;
    if (this.report.end === 0) {
      if (bytes.length < magic.length) return this.#keep(bytes, 0, magic.length);
      if (!bytes.subarray(0, magic.length).equals(magic)) throw this.#fault('no binary log', 0);
      at = magic.length;
      this.report.end = at;
    }
    while (bytes.length - at >= headerBytes) {
      const size = bytes.readUInt32LE(at + 9);
      if (size < headerBytes) throw this.#fault('an event without length', this.report.end);
      if (bytes.length - at < size) return this.#keep(bytes, at, size);
      this.#event(bytes.subarray(at, at + size));
      if (this.report.stopped) return bytes.subarray(0, at);
      at += size;
      this.report.end += size;
    }
    return this.#keep(bytes, at, headerBytes);
  }

  /** @throws Fault BAK167 when no event begins or ends at `start` */
  finish(): BinlogReport {
    if (!this.#startSeen && this.start !== this.report.end && this.start > magic.length) {
      throw this.#fault('no event begins there', this.start);
    }
    return this.report;
  }

  #event(event: Buffer): void {
    const { report } = this;
    const [time, type] = [event.readUInt32LE(0), event[4]];
    if (report.end === this.start) this.#startSeen = true;
    if (type === rotateEvent) this.#onRotate(event);
    if (type !== gtidEvent || report.end < this.start) return;
    if (time >= this.stop) {
      report.stopped = true;
      return;
    }
    report.transactions += 1;
    report.lastAt = time;
  }

  /** The file says which one follows it; a server that was killed says nothing. */
  #onRotate(event: Buffer): void {
    const rest = event.subarray(headerBytes + 8);
    const next = Buffer.from(binlogName(this.file + 1));
    const checksum = rest.length - next.length;
    if (!rest.subarray(0, next.length).equals(next) || (checksum !== 0 && checksum !== 4)) {
      const reason = `followed by ${rest.toString('latin1').slice(0, 40)}`;
      throw this.#fault(reason.replace(/[^\x20-\x7e]/g, '?'), this.report.end);
    }
  }

  #keep(bytes: Buffer, at: number, wanted: number): Buffer {
    this.#rest = at < bytes.length ? [Buffer.from(bytes.subarray(at))] : [];
    this.#missing = wanted - (bytes.length - at);
    return bytes.subarray(0, at);
  }

  #fault(reason: string, offset: number): Fault {
    return new Fault('BAK167', { file: binlogName(this.file), offset, reason });
  }
}
