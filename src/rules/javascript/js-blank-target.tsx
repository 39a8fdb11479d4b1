export function Links({ page, props }) {
  return (
    <p>
      {/* ruleid: js-blank-target */}
      <a href={page.address} target="_blank">{page.title}</a>
      {/* ruleid: js-blank-target */}
      <a className="out" target="_blank" href={page.address}><b>{page.title}</b></a>
      {/* ruleid: js-blank-target */}
      <a target="_blank" href={`https://${page.host}/`}>there</a>
      {/* ok: js-blank-target */}
      <a href={page.address} target="_blank" rel="noopener noreferrer">{page.title}</a>
      {/* ok: js-blank-target */}
      <a href="/help" target="_blank">help</a>
      {/* ok: js-blank-target */}
      <a href={page.address}>{page.title}</a>
    </p>
  );
}
