/**
 * Debian's Chromium, driven through its own debugging pipe: what a person does at a page, without
 * a library between. Messages are JSON, each ended by a NUL byte.
 * https://chromedevtools.github.io/devtools-protocol/
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { ask, type Answer as Reply } from './http.js';

export interface BrowserOptions {
  /** Every name leads to this address. */
  address: string;
  /** Folder for pictures; none are made without it. */
  pictures?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Answer = any;

/** One person's browser: its own profile, so its own cookies. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #loads: (() => void)[] = [];
  #number = 0;
  #session: string | undefined;

  private constructor(private readonly options: BrowserOptions) {
    this.#profile = mkdtempSync(join(tmpdir(), 'induk-browser-'));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--ignore-certificate-errors'];
    const names = `--host-resolver-rules=MAP * ${options.address}`;
    const place = [`--user-data-dir=${this.#profile}`, '--lang=id', '--window-size=1280,900'];
    const args = [...flags, names, ...place, '--remote-debugging-pipe', 'about:blank'];
    this.#child = spawn('chromium', args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#child.on('error', () => {});
    (this.#child.stdio[3] as Writable).on('error', () => {});
    this.#listen(this.#child.stdio[4] as Readable);
  }

  /** @throws Error when Chromium is not installed: `apt-get install chromium` */
  static async open(options: BrowserOptions): Promise<Browser> {
    const browser = new Browser(options);
    const { targetInfos } = await browser.#send('Target.getTargets');
    const page = targetInfos.find(({ type }: { type: string }) => type === 'page');
    const { targetId } =
      page ?? (await browser.#send('Target.createTarget', { url: 'about:blank' }));
    const attached = await browser.#send('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = attached.sessionId;
    await browser.#send('Page.enable');
    return browser;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill();
    await ended;
    // Its helpers write a moment longer than it lives; `rmSync` gives up on a folder they fill again.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** As if on a phone. */
  async narrow(): Promise<void> {
    const metrics = { width: 390, height: 844, deviceScaleFactor: 1, mobile: true };
    await this.#send('Emulation.setDeviceMetricsOverride', metrics);
  }

  async go(url: string): Promise<void> {
    await this.#loading(() => this.#send('Page.navigate', { url }));
  }

  /** Presses what has this text: a button, or else a link. */
  async press(text: string): Promise<void> {
    const find = `[...document.querySelectorAll('button'), ...document.querySelectorAll('a')]
      .find((each) => each.textContent.trim() === ${JSON.stringify(text)})`;
    const isThere = await this.evaluate(`${find} !== undefined`);
    if (!isThere) throw new Error(`no "${text}" on:\n${await this.text()}`);
    await this.#loading(() => this.evaluate(`(${find}).click()`));
  }

  /** Types a value into the field of that name, or chooses, or ticks it. */
  async fill(name: string, value: string): Promise<void> {
    const done = await this.evaluate(`(() => {
      const field = document.querySelector('main [name=${JSON.stringify(name)}]');
      if (field === null) return false;
      if (field.type === 'checkbox') field.checked = true;
      else field.value = ${JSON.stringify(value)};
      return field.type === 'checkbox' || field.value === ${JSON.stringify(value)};
    })()`);
    if (done !== true) throw new Error(`no field ${name} takes ${value} on:\n${await this.text()}`);
  }

  /** Chooses a file of this machine. */
  async attach(name: string, file: string): Promise<void> {
    const { root } = await this.#send('DOM.getDocument');
    const selector = `[name="${name}"]`;
    const { nodeId } = await this.#send('DOM.querySelector', { nodeId: root.nodeId, selector });
    await this.#send('DOM.setFileInputFiles', { nodeId, files: [file] });
  }

  /** What a person reads. */
  async text(): Promise<string> {
    return String(await this.evaluate('document.body.innerText'));
  }

  async url(): Promise<string> {
    return String(await this.evaluate('location.href'));
  }

  /** What a path of this site answers to this person; pages themselves may ask for nothing. */
  async fetch(path: string): Promise<Reply> {
    const { cookies } = await this.#send('Network.getCookies');
    const pairs = cookies.map(({ name, value }: Record<string, string>) => `${name}=${value}`);
    const { hostname } = new URL(await this.url());
    return ask(this.options.address, hostname, path, { headers: { Cookie: pairs.join('; ') } });
  }

  /** A picture of the whole page, where pictures are wanted. */
  async picture(name: string): Promise<void> {
    const { pictures } = this.options;
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    const whole = { captureBeyondViewport: true, format: 'png' };
    const { data } = await this.#send('Page.captureScreenshot', whole);
    writeFileSync(join(pictures, `${name}.png`), Buffer.from(data, 'base64'));
  }

  async evaluate(expression: string): Promise<Answer> {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', asked);
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? 'script failed');
    return result.value;
  }

  async #loading(act: () => Promise<unknown>): Promise<void> {
    await this.#loaded(act);
    // Chromium breaks requests off when any interface of the machine comes or goes, as those of
    // other tests' servers do.
    for (
      let again = 0;
      again < 3 && (await this.text()).includes('ERR_NETWORK_CHANGED');
      again += 1
    ) {
      await this.#loaded(() => this.#send('Page.reload'));
    }
  }

  async #loaded(act: () => Promise<unknown>): Promise<void> {
    const loaded = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('no page in 30 s')), 30_000);
      this.#loads.push(() => {
        clearTimeout(limit);
        resolve();
      });
    });
    await act();
    await loaded;
  }

  #send(method: string, params: object = {}): Promise<Answer> {
    this.#number += 1;
    const id = this.#number;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.#child.stdio[3] as Writable).write(
      `${JSON.stringify({ id, method, params, ...session })}\0`,
    );
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`no answer to ${method}`)), 30_000);
      this.#waiting.set(id, ({ result, error }) => {
        clearTimeout(limit);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
    });
  }

  async #listen(pipe: Readable): Promise<void> {
    let rest = '';
    for await (const chunk of pipe.setEncoding('utf8')) {
      const messages = `${rest}${chunk}`.split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#hear(JSON.parse(message));
    }
  }

  #hear(message: Answer): void {
    if (message.method === 'Page.loadEventFired') {
      for (const tell of this.#loads.splice(0)) tell();
    }
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }
}
