/** What Go's tools run with: modules of others are not fetched, no tool chain is, and what they build lies in `scratch`. */
export function goEnvironment(scratch: string): Readonly<Record<string, string>> {
  return {
    LANG: "C.UTF-8",
    GOFLAGS: "-mod=mod",
    GOPROXY: "off",
    GOTOOLCHAIN: "local",
    GOCACHE: `${scratch}/gocache`,
    GOPATH: `${scratch}/go`,
    GO111MODULE: "auto",
  };
}
