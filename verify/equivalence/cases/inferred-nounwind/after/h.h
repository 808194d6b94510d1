#pragma once
struct Log { Log(); ~Log(); int n; };
struct Str { Str(const char *); Str(const Str &); ~Str(); char *p; };
int quiet(int);
int loud(int);
struct Box { int v; int get() const; Box &add(int); };
