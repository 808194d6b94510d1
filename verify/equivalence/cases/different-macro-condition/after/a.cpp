void trace();
int f() {
#ifdef TRACE
 trace();
#endif
 return 1; }
