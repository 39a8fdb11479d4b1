/** What the driver is told and tells, the folders that it works in, and what it finds touched there. */
export const GO_WORLD = String.raw`
type assayParameter struct {
	Name, Shape, Text string
}

type assayShot struct {
	Id        string
	Parameter int
	Text      *string
	Canary    string
	Seed      int64
	Also      map[string]string
}

type assayPlan struct {
	Token, Room string
	Parameters  []assayParameter
	Fields      []string
	Prefix      string
	Folders     []string
	Secrets     []struct{ Path, Text string }
	Shots       []assayShot
	Port        int
}

type assaySeen struct {
	Id      string     ${'`json:"id"`'}
	Outcome string     ${'`json:"outcome"`'}
	Value   string     ${'`json:"value"`'}
	Output  string     ${'`json:"output"`'}
	Events  [][]string ${'`json:"events"`'}
	Canary  bool       ${'`json:"canary"`'}
}

var (
	assayLock   sync.Mutex
	assayEvents [][]string
	assayTold   assayPlan
)

func assayTell(words ...string) {
	assayLock.Lock()
	defer assayLock.Unlock()
	if len(assayEvents) < 400 {
		assayEvents = append(assayEvents, words)
	}
}

type assayTransport struct{}

func (assayTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	assayTell("contact", r.URL.Hostname())
	assayTell("address", r.URL.String())
	return &http.Response{StatusCode: 200, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/plain"}}, Body: io.NopCloser(strings.NewReader("fetched")), Request: r}, nil
}

func assayBase() string { return filepath.Join(assayTold.Room, "base") }

func assayRooms() []string {
	found := []string{assayBase()}
	for _, folder := range assayTold.Folders {
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(assayBase(), folder)
		}
		found = append(found, folder)
	}
	return found
}

func assayPrepare() {
	_ = os.RemoveAll(assayTold.Room)
	for _, folder := range assayRooms() {
		_ = os.MkdirAll(folder, 0o777)
		for _, shot := range assayTold.Shots {
			name := "a.txt"
			if strings.HasPrefix(shot.Id, "control") && shot.Text != nil {
				name = *shot.Text
			} else if shot.Parameter >= 0 && shot.Parameter < len(assayTold.Parameters) {
				name = assayTold.Parameters[shot.Parameter].Text
			}
			if name != "" && !strings.ContainsAny(name, "/\\\x00") && len(name) < 60 {
				if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
					_ = os.WriteFile(filepath.Join(folder, name), []byte("a few words\n"), 0o644)
				}
			}
		}
	}
	for _, secret := range assayTold.Secrets {
		_ = os.MkdirAll(filepath.Dir(secret.Path), 0o777)
		_ = os.WriteFile(secret.Path, []byte(secret.Text), 0o644)
	}
	_ = os.Chdir(assayBase())
}

// Files beside the folders that the code may use which are new, gone or different.
func assayTouched() {
	known := map[string]string{}
	for _, secret := range assayTold.Secrets {
		known[secret.Path] = secret.Text
		folder := filepath.Dir(secret.Path)
		entries, _ := os.ReadDir(folder)
		for _, entry := range entries {
			path := filepath.Join(folder, entry.Name())
			text, _ := os.ReadFile(path)
			if path != secret.Path || string(text) != secret.Text {
				assayTell("file", "written", path)
			}
		}
		if _, err := os.Lstat(secret.Path); err != nil {
			assayTell("file", "removed", secret.Path)
		}
	}
}
`;
