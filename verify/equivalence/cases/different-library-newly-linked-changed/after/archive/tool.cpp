namespace {
int uses;
int helper(int v) { ++uses; return v + 2; }
}
int tool(int v) { return helper(v); }
static int started = tool(1);
int start() { return started; }
