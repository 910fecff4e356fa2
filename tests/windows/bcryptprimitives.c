/* Rust's standard library takes random bytes from this library of Windows 10. Wine 8 has none, and
   nh3 would not load. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); /* advapi32's RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    return count <= MAXDWORD && SystemFunction036(bytes, (ULONG)count);
}
