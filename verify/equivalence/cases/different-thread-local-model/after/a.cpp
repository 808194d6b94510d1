__attribute__((tls_model("local-dynamic"))) thread_local int v = 1;
int get() { return v; }
