import { GO_CALLS } from "./driver-calls.ts";
import { GO_REQUESTS } from "./driver-requests.ts";
import { GO_VALUES } from "./driver-values.ts";
import { GO_WORLD } from "./driver-world.ts";

const IMPORTS = `
import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"sync"
	"time"
	"unsafe"
)
`;

const DRIVE = String.raw`
func assayServe(port int) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		line, _ := bufio.NewReader(connection).ReadString('\n')
		assayTell("served", strings.TrimSpace(line))
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
		_ = connection.Close()
	}
}

func assayDrive(target any, variables ...any) {
	told := os.Stdout
	if err := json.NewDecoder(os.Stdin).Decode(&assayTold); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(70)
	}
	http.DefaultTransport = assayTransport{}
	go assayServe(assayTold.Port)
	log.SetFlags(0)
	seen := []assaySeen{}
	for _, shot := range assayTold.Shots {
		assayPrepare()
		assayEvents = [][]string{}
		rand.Seed(shot.Seed)
		printed, _ := os.Create(filepath.Join(assayTold.Room, "printed"))
		os.Stdout = printed
		var logged bytes.Buffer
		log.SetOutput(&logged)
		for _, variable := range variables {
			v := reflect.ValueOf(variable).Elem()
			if special, ok := assaySpecial(v.Type()); ok {
				v.Set(special)
			}
		}
		done := make(chan assaySeen, 1)
		go func(shot assayShot) { done <- assayCall(reflect.ValueOf(target), shot) }(shot)
		var one assaySeen
		select {
		case one = <-done:
		case <-time.After(time.Second):
			one = assaySeen{Id: shot.Id, Outcome: "hung", Value: "nothing"}
		}
		os.Stdout = told
		_ = printed.Close()
		words, _ := os.ReadFile(printed.Name())
		if len(words) < 20000 {
			one.Output += string(words)
		}
		if logged.Len() > 0 && logged.Len() < 20000 {
			assayTell("log", logged.String())
		}
		assayTouched()
		if _, err := os.Lstat(shot.Canary); err == nil {
			one.Canary = true
		}
		assayLock.Lock()
		one.Events = assayEvents
		assayLock.Unlock()
		seen = append(seen, one)
	}
	answer, _ := json.Marshal(map[string]any{"kind": "seen", "observations": seen, "standIns": []string{}, "through": ""})
	fmt.Fprintf(told, "\n%s%s\n", assayTold.Token, answer)
}
`;

/** Makes arguments by their types, calls the target, tells what came of it. Declarations begin with `assay`: they stand in the package of the target. */
export const GO_DRIVER = `${IMPORTS}${GO_WORLD}${GO_REQUESTS}${GO_VALUES}${GO_CALLS}${DRIVE}`;
