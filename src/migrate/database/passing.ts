/** A dump on its way: passed on as it comes, its end and its position kept in mind. */

export interface Passed {
  bytes: number;
  /** Whether the dump says that it is whole. */
  complete: boolean;
  /** GTID position of the old server at the instant of the dump, when it was asked for. */
  gtid?: string;
}

const completed = /^-- Dump completed/m;
const gtid = /^(?:-- )?SET GLOBAL gtid_slave_pos='([^']*)'/im;
/** Where mariadb-dump says the position: before the first table, since 10.11.19 after the last. */
const head = 16 << 10;
const tail = 4 << 10;
/** The last line is in it. */
const end = 200;

/** Reads what mariadb-dump says about itself while its dump passes by. */
export class PassingDump {
  #bytes = 0;
  #head = '';
  #tail = Buffer.alloc(0);

  write(chunk: Buffer): void {
    if (this.#bytes < head) this.#head += chunk.toString('latin1', 0, head);
    this.#bytes += chunk.length;
    this.#tail = Buffer.from(
      chunk.length >= tail
        ? chunk.subarray(-tail)
        : Buffer.concat([this.#tail, chunk]).subarray(-tail),
    );
  }

  result(): Passed {
    const last = this.#tail.toString('latin1');
    const position = (gtid.exec(this.#head) ?? gtid.exec(last))?.[1];
    return {
      bytes: this.#bytes,
      complete: completed.test(last.slice(-end)),
      ...(position === undefined ? {} : { gtid: position }),
    };
  }
}
