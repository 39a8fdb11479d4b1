class Limits {
    // ruleid: java-shared-array
    public static final String[] HOSTS = {"a.example", "b.example"};
    // ruleid: java-shared-array
    public static final byte[] MASK = new byte[] {1, 2};
    // ruleid: java-shared-array
    public static final Set<String> ROLES = new HashSet<>();
    // ok: java-shared-array
    private static final String[] NAMES = {"a", "b"};
    // ok: java-shared-array
    public static final List<String> KINDS = List.of("a", "b");
    // ok: java-shared-array
    public static final String NAME = "limits";
    // ok: java-shared-array
    public static final String[] NONE = {};
}
