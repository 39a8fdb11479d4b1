export class Page {
  constructor(private sanitizer: Trust, private route: Route) {}

  show() {
    // ruleid: js-angular-trust
    this.body = this.sanitizer.bypassSecurityTrustHtml(this.route.snapshot.queryParams.text);
    // ruleid: js-angular-trust
    return this.sanitizer.bypassSecurityTrustResourceUrl("https://example.org/" + this.name);
  }

  safe(text: string) {
    // ok: js-angular-trust
    this.icon = this.sanitizer.bypassSecurityTrustHtml("<b>new</b>");
    // ok: js-angular-trust
    this.rich = this.sanitizer.bypassSecurityTrustHtml(DOMPurify.sanitize(text));
    // ok: js-angular-trust
    return this.sanitizer.sanitize(SecurityContext.HTML, text);
  }
}
