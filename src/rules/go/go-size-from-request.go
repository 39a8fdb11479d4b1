package sample

import (
	"net/http"
	"strconv"
)

func direct(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		return
	}
	// ruleid: go-size-from-request
	buf := make([]byte, n)
	w.Write(buf)
}

func listed(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("count"))
	if err != nil || n < 0 {
		return
	}
	// ruleid: go-size-from-request
	rows := make([]string, 0, n)
	show(w, rows)
}

func repeated(c *gin.Context) {
	n, _ := strconv.Atoi(c.Query("n"))
	// ruleid: go-size-from-request
	c.String(200, strings.Repeat("x", n))
}

func bounded(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil || n < 0 || n > 1000 {
		return
	}
	// ok: go-size-from-request
	buf := make([]byte, n)
	w.Write(buf)
}

func cut(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	n = min(max(n, 0), 100)
	// ok: go-size-from-request
	buf := make([]byte, n)
	w.Write(buf)
}

func configured(text string) {
	n, _ := strconv.Atoi(text)
	// ok: go-size-from-request
	buf := make([]byte, n)
	use(buf)
}
