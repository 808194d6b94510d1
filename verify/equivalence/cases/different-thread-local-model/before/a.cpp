__attribute__((tls_model("initial-exec"))) thread_local int v = 1;
int get() { return v; }
