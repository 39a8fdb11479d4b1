package sample

func cases() {
	// ruleid: go-cors-reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	// ruleid: go-cors-reflected-origin
	c.Header("Access-Control-Allow-Origin", c.GetHeader("Origin"))
	origin := r.Header.Get("Origin")
	// ruleid: go-cors-reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", origin)
	// ok: go-cors-reflected-origin
	w.Header().Set("Access-Control-Allow-Origin", "https://app.example.com")
	// ok: go-cors-reflected-origin
	w.Header().Set("Vary", r.Header.Get("Origin"))
	asked := r.Header.Get("Origin")
	if allowed[asked] {
		// ok: go-cors-reflected-origin
		w.Header().Set("Access-Control-Allow-Origin", asked)
	}
}
