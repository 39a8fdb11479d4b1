import DOMPurify from "dompurify";

export function Comment(props: { text: string }) {
  // ruleid: js-dangerously-set-inner-html
  return <p dangerouslySetInnerHTML={{ __html: props.text }} />;
}

export const Bold = ({ text }: { text: string }) => (
  // ruleid: js-dangerously-set-inner-html
  <b dangerouslySetInnerHTML={{ __html: `<i>${text}</i>` }} />
);

export function Built({ render, source }: { render: (source: string) => string; source: string }) {
  // ruleid: js-dangerously-set-inner-html
  const html = { __html: render(source) };
  return <div dangerouslySetInnerHTML={html} />;
}

export function Safe({ text }: { text: string }) {
  return (
    <div>
      {/* ok: js-dangerously-set-inner-html */}
      <p>{text}</p>
      {/* ok: js-dangerously-set-inner-html */}
      <p dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(text) }} />
      {/* ok: js-dangerously-set-inner-html */}
      <p dangerouslySetInnerHTML={{ __html: "<b>fixed</b>" }} />
    </div>
  );
}
