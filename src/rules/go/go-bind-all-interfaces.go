package sample

func cases() {
	// ruleid: go-bind-all-interfaces
	l, err := net.Listen("tcp", "0.0.0.0:8080")
	// ruleid: go-bind-all-interfaces
	l, err := net.Listen("tcp", ":8080")
	// ruleid: go-bind-all-interfaces
	l, err := tls.Listen("tcp", ":443", conf)
	// ok: go-bind-all-interfaces
	l, err := net.Listen("tcp", "127.0.0.1:8080")
	// ok: go-bind-all-interfaces
	l, err := net.Listen("unix", "/run/app")
	// ok: go-bind-all-interfaces
	l, err := net.Listen("tcp", addr)
}
