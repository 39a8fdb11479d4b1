package sample

func cases() {
	// ruleid: go-cookie-flags
	c := &http.Cookie{Name: "session_id", Value: v}
	// ruleid: go-cookie-flags
	http.SetCookie(w, &http.Cookie{Name: "auth", Value: v, Secure: true})
	// ruleid: go-cookie-flags
	c := http.Cookie{Name: "theme", HttpOnly: false}
	// ok: go-cookie-flags
	c := &http.Cookie{Name: "session_id", Value: v, HttpOnly: true}
	// ruleid: go-cookie-flags
	c.SetCookie("session_id", v, 3600, "/", "", false, false)
	// ruleid: go-cookie-flags
	c.SetCookie("token", v, 3600, "/", "", true, false)
	// ok: go-cookie-flags
	c.SetCookie("session_id", v, 3600, "/", "", true, true)
	// ok: go-cookie-flags
	c.SetCookie("theme", v, 3600, "/", "", false, false)
	// ok: go-cookie-flags
	c.SetCookie("session_id", "", -1, "/", "", false, true)
	// ok: go-cookie-flags
	c := &http.Cookie{Name: "theme", Value: v}
	// ok: go-cookie-flags
	c := &http.Cookie{Name: "session", Value: "", MaxAge: -1}
}
