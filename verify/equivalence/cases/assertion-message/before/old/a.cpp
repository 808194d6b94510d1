#define TEXT2(x) #x
#define TEXT(x) TEXT2(x)
void fail(const char *);
void f(int v) {
  if (v)
    fail(__FILE__ ":" TEXT(__LINE__) ": v");
}
