; Runs the uninstaller for everybody as somebody who is no administrator, which under Wine nobody else is, and waits for it.
;
; -DOUTPUT=<file.exe>; what it is called with is handed on.

Unicode true
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
Name "as-person"
OutFile "${OUTPUT}"
!include FileFunc.nsh

!define ADMINISTRATORS 26 ; WinBuiltinAdministratorsSid

Section
  ${GetParameters} $9
  StrCpy $9 '"$PROGRAMFILES64\Gateway Companion\uninstall.exe" $9'
  System::Call "kernel32::GetCurrentProcess() p .r0"
  System::Call "advapi32::OpenProcessToken(p r0, i 0xF01FF, *p .r1)"
  System::Alloc 68
  Pop $2
  System::Call "advapi32::CreateWellKnownSid(i ${ADMINISTRATORS}, p 0, p r2, *i 68)"
  System::Call "*(p r2, i 0, i 0) p .r3"
  System::Call "advapi32::CreateRestrictedToken(p r1, i 0, i 1, p r3, i 0, p 0, i 0, p 0, *p .r4)"
  System::Call "*(i 104, i 0, p 0, p 0, p 0, i 0, i 0, i 0, i 0, i 0, i 0, i 0, i 0, i 0, p 0, p 0, p 0, p 0) p .r5"
  System::Call "*(p 0, p 0, i 0, i 0) p .r6"
  System::Call "advapi32::CreateProcessAsUserW(p r4, p 0, w r9, p 0, p 0, i 0, i 0, p 0, p 0, p r5, p r6) i .r7"
  StrCpy $8 99
  StrCmp $7 0 done
  System::Call "*$6(p .r0)"
  System::Call "kernel32::WaitForSingleObject(p r0, i -1)"
  System::Call "kernel32::GetExitCodeProcess(p r0, *i .r8)"
done:
  SetErrorLevel $8
SectionEnd
