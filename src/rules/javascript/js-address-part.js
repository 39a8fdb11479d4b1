function pageUrl(domain, region) {
  // ruleid: js-address-part
  return `https://${region}.${domain}/start`;
}

function shopAddress(domain, shop) {
  if (!shop) {
    return `https://${domain}`;
  }
  // ruleid: js-address-part
  return `https://${shop}.${domain}`;
}

function profileUrl(apiUrl, name) {
  if (!name) {
    return null;
  }
  // ruleid: js-address-part
  return `${apiUrl}/users/${name}`;
}

function checkedUrl(domain, region) {
  if (!/^[a-z-]+$/.test(region)) {
    throw new Error("no region");
  }
  // ok: js-address-part
  return `https://${region}.${domain}`;
}

function quotedUrl(apiUrl, name) {
  if (!name) {
    return null;
  }
  name = encodeURIComponent(name);
  // ok: js-address-part
  return `${apiUrl}/users/${name}`;
}

function bucketUrl(region) {
  // ok: js-address-part
  return `https://${region}.storage.example`;
}

function pathOf(base, name) {
  // ok: js-address-part
  return `${base}/${name}`;
}

module.exports = { pageUrl, shopAddress, profileUrl, checkedUrl, quotedUrl, bucketUrl, pathOf };
