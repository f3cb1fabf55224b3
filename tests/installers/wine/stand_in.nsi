; A tiny program that stands for one of ours: it notes how it was called in C:\seen, and does as it is told there.
;
; -DOUTPUT=<file.exe>; with -DWINDOW it stays until somebody asks for C:\seen\stop, as a window stays until it is closed.

Unicode true
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
Name "stand-in"
OutFile "${OUTPUT}"
!include FileFunc.nsh
!include LogicLib.nsh
!include WordFunc.nsh

Function .onInit
  ${GetParameters} $0
  FileOpen $1 "C:\seen\calls.txt" a
  FileSeek $1 0 END
  FileWrite $1 "$EXEFILE $0$\n"
  FileClose $1
  !ifdef WINDOW
    Delete "C:\seen\stop"
    FileOpen $1 "C:\seen\window" w
    FileClose $1
    ${DoUntil} ${FileExists} "C:\seen\stop"
      Sleep 50
    ${Loop}
    Delete "C:\seen\window"
    SetErrorLevel 0
    Quit
  !endif
  ${WordFind} $0 " " "+1" $2 ; the command, which names the files that say what becomes of it
  ${If} $2 == "quit"
  ${AndIfNot} ${FileExists} "C:\seen\quit.code"
    FileOpen $1 "C:\seen\stop" w
    FileClose $1
  ${EndIf}
  StrCpy $3 ""
  FileOpen $1 "C:\seen\$2.out" r
  FileRead $1 $3
  FileClose $1
  ${If} $3 != ""
    System::Call "kernel32::GetStdHandle(i -11) p .r4"
    FileWrite $4 $3
  ${EndIf}
  StrCpy $3 0
  FileOpen $1 "C:\seen\$2.code" r
  FileRead $1 $3
  FileClose $1
  SetErrorLevel $3
  Quit
FunctionEnd

Section
SectionEnd
