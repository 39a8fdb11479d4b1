import { quotedGo } from "./fuzz-values.ts";

/** What a fuzz test of the package needs beside its target. With `ASSAY_TOKEN` it tells what each call came to, else it fails at what `ASSAY_FAULT` matches in `ASSAY_WEAK`. */
const DRIVER = String.raw`
import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

type assaySeen struct {
	ID     string   ${'`json:"id"`'}
	End    string   ${'`json:"end"`'}
	Output string   ${'`json:"output"`'}
	Thrown string   ${'`json:"thrown"`'}
	Above  string   ${'`json:"above"`'}
	Owner  string   ${'`json:"owner"`'}
	Method string   ${'`json:"method"`'}
	Line   int      ${'`json:"line"`'}
	Texts  []string ${'`json:"texts"`'}
}

var (
	assayToken = os.Getenv("ASSAY_TOKEN")
	assayFault = os.Getenv("ASSAY_FAULT")
	assayWeak  = os.Getenv("ASSAY_WEAK")
	assayRoot  = os.Getenv("ASSAY_ROOT")
	assayRule  = regexp.MustCompile("^(?:" + assayFault + ")")
	assayTold  = os.Stdout
	assayNull  *os.File
	assayLate  int
)

// The code under test is not told by which words it is believed.
func init() { _ = os.Unsetenv("ASSAY_TOKEN") }

func assayCollect(given ...any) []any { return given }

func assayShow(given []any) string {
	var made strings.Builder
	for _, each := range given {
		if fault, ok := each.(error); ok && fault != nil {
			made.WriteString("an error; ")
			continue
		}
		made.WriteString(fmt.Sprintf("%+v; ", each))
	}
	if text := made.String(); len(text) < 2000 {
		return text
	}
	return made.String()[:2000]
}

// Where it was thrown: the innermost frame of the project, and what that had called.
func assayFrames(seen *assaySeen) {
	counters := make([]uintptr, 64)
	frames := runtime.CallersFrames(counters[:runtime.Callers(3, counters)])
	for {
		frame, more := frames.Next()
		inside := strings.HasPrefix(frame.File, assayRoot) && !strings.Contains(frame.File, "zz_assay_")
		if inside {
			name := frame.Function[strings.LastIndex(frame.Function, "/")+1:]
			parts := strings.SplitN(name, ".", 2)
			seen.Owner, seen.Method, seen.Line = parts[0], parts[len(parts)-1], frame.Line
			return
		}
		if !strings.HasPrefix(frame.Function, "runtime.") && frame.Function != "" {
			seen.Above = frame.Function
		}
		if !more {
			return
		}
	}
}

func assayRun(seen *assaySeen, call func() []any) {
	defer func() {
		if thrown := recover(); thrown != nil {
			seen.End, seen.Thrown = "raised", fmt.Sprint(thrown)
			if len(seen.Thrown) > 300 {
				seen.Thrown = seen.Thrown[:300]
			}
			assayFrames(seen)
		}
	}()
	seen.Output = assayShow(call())
	seen.End = "returned"
}

func assayFuzz(t *testing.T, given []any, call func() []any) {
	if assayNull == nil {
		assayNull, _ = os.OpenFile(os.DevNull, os.O_RDWR, 0)
		os.Stdout = assayNull
	}
	seen := assaySeen{ID: t.Name()[strings.LastIndex(t.Name(), "/")+1:], End: "unrun", Texts: []string{}}
	if assayToken == "" {
		assayRun(&seen, call)
		if seen.End == "raised" && assayFault != "" && assayRule.MatchString(strings.TrimPrefix(seen.Thrown, "runtime error: ")) && seen.Method == assayWeak {
			t.Fatal(seen.Thrown)
		}
		return
	}
	for _, each := range given {
		switch value := each.(type) {
		case string:
			seen.Texts = append(seen.Texts, value)
		case []byte:
			seen.Texts = append(seen.Texts, string(value))
		}
	}
	if assayLate < 3 {
		done := make(chan assaySeen, 1)
		go func() {
			mine := seen
			assayRun(&mine, call)
			done <- mine
		}()
		select {
		case seen = <-done:
		case <-time.After(2 * time.Second):
			seen.End = "late"
			assayLate++
		}
	}
	said, _ := json.Marshal(seen)
	fmt.Fprintf(assayTold, "\n%s%s\n", assayToken, said)
}
`;

/** A fuzz test of the package `packaged` that calls `name` with values of the types; `seeds` begin the search. */
export function fuzzTest(
  packaged: string,
  { name, types, answers }: { readonly name: string; readonly types: readonly string[]; readonly answers: boolean },
  seeds: readonly (readonly string[])[],
): string {
  const given = types.map((_, index) => `a${index}`);
  const call = `${name}(${given.join(", ")})`;
  const body = answers ? `return assayCollect(${call})` : `${call}; return nil`;
  const added = seeds.map((values) => `\t\tf.Add(${values.join(", ")})\n`).join("");
  return `package ${packaged}\n${DRIVER}
func FuzzAssay(f *testing.F) {
	if assayToken == ${quotedGo("")} {
${added}	}
	f.Fuzz(func(t *testing.T${types.map((type, index) => `, a${index} ${type}`).join("")}) {
		assayFuzz(t, []any{${given.join(", ")}}, func() []any { ${body} })
	})
}
`;
}
