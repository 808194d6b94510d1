#include <cstdio>

#include <algorithm>
#include <vector>
namespace n{ int count=0; struct A{int v;}; void swap(A&a,A&b){ ++count; int t=a.v;a.v=b.v;b.v=t;} }
int main(){ std::vector<n::A> a{{1},{2}},b{{3},{4}}; std::swap_ranges(a.begin(),a.end(),b.begin()); n::A x{1},y{2}; swap(x,y); printf("%d\n",n::count);}
