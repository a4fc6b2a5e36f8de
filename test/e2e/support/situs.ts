/** A citizen on an agency's site, made of files alone: every page by its link, then on a phone. */
import { Browser } from './browser.js';
import type { Service } from './izin.js';

export interface SiteVisit {
  home: string;
  /** Headings of the pages, in the order of their links. */
  headings: string[];
  /** Pages without the style they name, or wider than a phone. */
  broken: string[];
}

const links = [
  ...['Layanan', 'Persyaratan', 'Pengumuman', 'Data terbuka', 'Kontak'],
  'Perlindungan data pribadi',
];

export async function visitSite(
  service: Pick<Service, 'address' | 'url' | 'pictures'>,
): Promise<SiteVisit> {
  const { url, ...options } = service;
  const browser = await Browser.open(options);
  const headings: string[] = [];
  const broken: string[] = [];
  const look = async (name: string): Promise<void> => {
    // the policy of the page would keep a style of another place out
    const isRight = `[...document.styleSheets].length === 2
      && document.documentElement.scrollWidth <= window.innerWidth`;
    if ((await browser.evaluate(isRight)) !== true) broken.push(name);
    await browser.picture(name);
  };
  try {
    await browser.go(`${url}/`);
    const home = await browser.text();
    for (const link of links) {
      await browser.press(link);
      headings.push(String(await browser.evaluate(`document.querySelector('h1').textContent`)));
      await look(link);
    }
    await browser.narrow();
    for (const link of links.slice(0, -1)) {
      await browser.press(link);
      await look(`${link}-ponsel`);
    }
    return { home, headings, broken };
  } finally {
    await browser.close();
  }
}

export const sitePages = links;
