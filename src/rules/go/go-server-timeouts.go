package sample

func cases() {
	// ruleid: go-server-timeouts
	err := http.ListenAndServe(addr, nil)
	// ruleid: go-server-timeouts
	err := http.ListenAndServeTLS(addr, cert, key, mux)
	// ruleid: go-server-timeouts
	s := &http.Server{Addr: addr, Handler: mux}
	// ok: go-server-timeouts
	s := &http.Server{Addr: addr, ReadHeaderTimeout: limit}
	// ok: go-server-timeouts
	s := http.Server{ReadTimeout: limit, Handler: mux}
	// ok: go-server-timeouts
	c := http.Client{Timeout: limit}
}
