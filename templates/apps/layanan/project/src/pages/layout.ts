/** The frame of every page. */
import { adminRole, roleTitle, visibleEntities } from '../access.js';
import type { User } from '../database.js';
import type { Service } from '../definition.js';
import { type Html, html } from '../html.js';

export interface Frame {
  service: Service;
  title: string;
  /** Path of the page, to mark its link. */
  path: string;
  user?: User;
  /** For the button that logs out. */
  token?: string;
}

/** @returns the whole document */
export function page(frame: Frame, content: Html): string {
  const { service, title, user } = frame;
  return html`<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${service.title}</title>
<meta name="description" content="${service.description}">
<link rel="stylesheet" href="/gaya.css">
<link rel="icon" href="/lambang.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#isi">Langsung ke isi</a>
<header>
<div class="wide">
<a class="brand" href="/"><img src="/lambang.svg" alt="" width="44" height="44"><span><strong>${service.title}</strong><small>${service.agency} · ${service.government}</small></span></a>
${user === undefined ? publicLinks(frame) : officeLinks(frame, user)}
</div>
</header>
<main id="isi" class="wide" tabindex="-1">
${content}
</main>
<footer>
<div class="wide">
<p>${service.agency}, ${service.government}</p>
<p><a href="/data-pribadi">Perlindungan data pribadi</a>${user === undefined && html` · <a href="/masuk">Masuk petugas</a>`}</p>
</div>
</footer>
</body>
</html>
`.text;
}

function link({ path }: Frame, href: string, words: string): Html {
  const isHere = href === '/' || href === '/petugas' ? path === href : path.startsWith(href);
  return html`<a href="${href}"${isHere && html` aria-current="page"`}>${words}</a>`;
}

function publicLinks(frame: Frame): Html {
  const hasService = frame.service.entities.some(({ isPublic }) => isPublic);
  return html`<nav aria-label="Utama">${link(frame, '/', 'Beranda')}${
    hasService ? link(frame, '/status', 'Cek status') : link(frame, '/masuk', 'Masuk')
  }</nav>`;
}

function officeLinks(frame: Frame, user: User): Html {
  const { service, token = '' } = frame;
  const entities = visibleEntities(user, service);
  return html`<nav class="office" aria-label="Utama">${link(frame, '/petugas', 'Ringkasan')}${entities.map(
    ({ name, title }) => link(frame, `/petugas/data/${name}`, title),
  )}${user.role === adminRole && [link(frame, '/petugas/pengguna', 'Pengguna'), link(frame, '/petugas/jejak', 'Jejak audit')]}</nav>
<form class="who" method="post" action="/keluar"><input type="hidden" name="_csrf" value="${token}"><span>${user.name}<small>${roleTitle(user.role, service)}</small></span><a href="/petugas/sandi">Ganti sandi</a><button class="plain">Keluar</button></form>`;
}

/** A page that only says something. */
export function message(frame: Frame, words: string, more: Html = html``): string {
  return page(frame, html`<h1>${frame.title}</h1><p class="lead">${words}</p>${more}`);
}
