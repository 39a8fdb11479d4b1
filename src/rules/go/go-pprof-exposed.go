package sample

// ruleid: go-pprof-exposed
import _ "net/http/pprof"
import (
	// ruleid: go-pprof-exposed
	_ "net/http/pprof"
)
import (
	"net/http"
	// ruleid: go-pprof-exposed
	_ "net/http/pprof"
)
// ok: go-pprof-exposed
import "runtime/pprof"
import (
	// ok: go-pprof-exposed
	_ "embed"
	// ok: go-pprof-exposed
	"net/http"
)
