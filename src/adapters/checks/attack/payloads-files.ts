import type { Aim } from "./aim.ts";

/** Names of files that a server or a browser runs, and ways to hide that. */
export function uploadPayloads({ mark }: Aim): string[] {
  const endings = ["php", "html", "svg", "jsp", "phtml", "PHP", "png.php", "php.", "shtml", "aspx", "py", "exe", "htm"];
  return [...endings.map((ending) => `a${mark}.${ending}`), `a${mark}.php\u0000.png`, `${mark}.htaccess`.slice(mark.length)];
}

/** Endings under which a server or a browser runs what a file holds. */
export const ACTIVE = /\.(?:php\d?|phtml|phar|s?html?|xhtml|svg|jspx?|aspx?|cgi|py|exe|htaccess)\.?$/i;

/** Documents that the drivers make: a few kilobytes that unpack to far more. */
export function packedPayloads({ listed = [] }: Aim): string[] {
  return listed.map((format) => `a ${format} of 16 MiB`);
}

/** The same with next to nothing in them. */
export function packedControls(listed: readonly string[]): string[] {
  return listed.map((format) => `a ${format} of 1 KiB`);
}

/** What a module must speak of for a packed document to be one that it unpacks. */
const FORMATS: Readonly<Record<Aim["language"], Readonly<Record<string, RegExp>>>> = {
  python: {
    gzip: /\bgzip\b|wbits/,
    zlib: /\bzlib\b/,
    zip: /\bzipfile\b|unpack_archive/,
    tar: /\btarfile\b|unpack_archive/,
    bz2: /\bbz2\b/,
    xz: /\blzma\b/,
  },
  javascript: {
    gzip: /gunzip|\bunzip|\bUngzip|DecompressionStream|ungzip/i,
    zlib: /inflate\b|inflateSync|\bunzip/i,
    deflate: /inflateRaw/,
    brotli: /brotli/i,
  },
};

/** Formats that a module unpacks, as far as its text says. */
export function formatsOf(text: string, language: Aim["language"]): string[] {
  return Object.entries(FORMATS[language]).flatMap(([format, words]) => (words.test(text) ? [format] : []));
}
