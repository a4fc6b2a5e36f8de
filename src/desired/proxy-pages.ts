/** Pages the proxy answers with itself: no file, no font, no script from anywhere. */

function layout(title: string, body: string): string {
  return `<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>body{font:18px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f7fa;color:#1c2733}main{max-width:34rem;padding:2rem}h1{font-size:1.5rem;margin:0 0 .5rem;color:#0b3d6e}p{margin:.5rem 0}small{color:#52606d}</style><main><h1>${title}</h1>${body}</main></html>`;
}

export const unknownPage = layout(
  'Alamat tidak dikenal',
  '<p>Tidak ada aplikasi di alamat ini.</p><p><small lang="en">There is no application at this address.</small></p>',
);

const notNow =
  '<p>Silakan coba lagi beberapa saat lagi.</p><p><small lang="en">The application cannot answer right now (status {http.error.status_code}). Please try again in a moment.</small></p>';

const tooLarge =
  '<p>Kirimkan berkas yang lebih kecil.</p><p><small lang="en">The file is larger than this site accepts (status 413). Please send a smaller one.</small></p>';

/** @param status as the proxy's configuration writes it, a placeholder included */
export function errorPage(status: string): string {
  return status === '413'
    ? layout('Berkas terlalu besar', tooLarge)
    : layout('Aplikasi belum dapat menjawab', notNow);
}

export function maintenancePage(message: string): string {
  return layout('Sedang dalam pemeliharaan', `<p>${escapeHtml(message)}</p>`);
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    // Caddy expands {placeholders} in bodies, secrets of its environment included.
    '{': '&#123;',
    '}': '&#125;',
  };
  return text.replace(/[&<>"{}]/g, (char) => entities[char] ?? char);
}
