package sample

func cases() {
	// ruleid: go-directory-listing
	h := http.FileServer(http.Dir("/"))
	// ruleid: go-directory-listing
	h := http.FileServer(http.Dir("/etc"))
	// ruleid: go-directory-listing
	h := http.FileServer(http.Dir("."))
	// ok: go-directory-listing
	h := http.FileServer(http.Dir("./static"))
	// ok: go-directory-listing
	h := http.FileServer(http.Dir(root))
	// ok: go-directory-listing
	h := http.FileServer(http.FS(files))
}
