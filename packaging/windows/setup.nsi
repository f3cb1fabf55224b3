; Setup.exe for Windows: one program that a person double-clicks, without admin rights, and that IT runs silently.
;
;   makensis -WX -DPAYLOAD=<folder of the bundle> -DVERSION=0.1.0 -DOUTPUT=Gateway-Companion-0.1.0-Setup.exe setup.nsi
;
; -DICON=<file.ico> the icon; -DPAGE=<address> another page than app/project.py names; -DSIGN=<command> what signs the file named after it.
; Paths are as seen from this folder. Why it is as it is: packaging/decisions/0018-one-setup-exe.md.

Unicode true
!define /IfNDef TARGET amd64-unicode ; NSIS as Windows people download it only has x86-unicode
Target ${TARGET}
SetCompressor /SOLID lzma
SetCompressorDictSize 64

!ifndef PAYLOAD | VERSION | OUTPUT
  !error "-DPAYLOAD, -DVERSION and -DOUTPUT are needed"
!endif
!define /IfNDef ICON "..\..\build\icons\gateway-companion.ico"
!ifndef PAGE
  !searchparse /file "..\..\app\project.py" 'PAGE = "' PAGE '"'
!endif
!define /IfNDef VERSION_NUMBERS "${VERSION}.0"

!define NAME "Gateway Companion"
!define PUBLISHER "Gateway Companion contributors"
!define WINDOW "Gateway Companion.exe"
!define CONSOLE "gateway-companion.exe"
!define HELPER "gateway-credential.exe"
!define LIST "installed-files.txt"
!define UNINSTALLER "uninstall.exe"
!define WINDOWS_1809 17763 ; the oldest one that Qt runs on

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh
!include TextFunc.nsh
!include WinVer.nsh
!include WordFunc.nsh

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
AllowSkipFiles off ; a file that is missing is no choice
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION_NUMBERS}"
VIFileVersion "${VERSION_NUMBERS}"
!macro DESCRIBED LANGUAGE DESCRIPTION
  VIAddVersionKey /LANG=${LANGUAGE} ProductName "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} CompanyName "${PUBLISHER}"
  VIAddVersionKey /LANG=${LANGUAGE} FileDescription "${DESCRIPTION}"
  VIAddVersionKey /LANG=${LANGUAGE} FileVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} ProductVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} LegalCopyright "${PUBLISHER}, MIT licence"
  VIAddVersionKey /LANG=${LANGUAGE} OriginalFilename "Setup.exe"
!macroend
!insertmacro DESCRIBED 1033 "${NAME} Setup"
!insertmacro DESCRIBED 1031 "${NAME} Setup"

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var AllUsers ; "1" for everybody who uses this computer
Var Parameters
Var Installed ; the version that was here before, or nothing
Var WasOpen ; "1" where the window was closed for the upgrade
Var Failed ; "1" once a file could not be moved
Var Patience ; quarters of a second that are left to wait for a file in use

!include setup\exit_codes.nsh
!include setup\files.nsh
!include setup\swap.nsh
!include setup\registration.nsh
!include setup\closing.nsh
!include setup\start.nsh
!include setup\screens.nsh
!include setup\removal.nsh

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!include /CHARSET=UTF8 setup\english.nsh
!include /CHARSET=UTF8 setup\german.nsh

Section "${NAME}" MAIN
  Call Recover
  Call CloseWindow
  Call Stage
  Call TakeOver
  Call DropReplaced
  Call WriteRegistration
  Call DropStage
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\${WINDOW}" 0 "" "" "$(ShortcutTip)"
  ${If} ${Silent}
    Call FinishSilently
  ${EndIf}
SectionEnd

; Everything beside what is there, so that whatever happens meanwhile, the version before still runs.
Function Stage
  DetailPrint "$(Copying)"
  SetDetailsPrint none
  ClearErrors
  CreateDirectory "${WORK}\new"
  ${If} ${Errors}
    ${Stop} ${EXIT_NO_RIGHTS} "$(NoRights)"
  ${EndIf}
  Call CheckSpace
  SetOutPath "${WORK}\new"
  File /r "${PAYLOAD}\*"
  SetOutPath "$INSTDIR" ; nobody can rename the folder that we stand in
  Call WriteLists
  Delete "${WORK}\new\${UNINSTALLER}" ; a payload has no say in this one either
  WriteUninstaller "${WORK}\new\${UNINSTALLER}"
  WriteUninstaller "${WORK}\finish.exe"
  SetDetailsPrint both
FunctionEnd

; The new version, and the copy that NSIS unpacks all of it from.
Function CheckSpace
  SectionGetSize ${MAIN} $0
  IntOp $0 $0 / 1024
  IntOp $1 $0 + 32
  IntOp $2 $0 + $1
  ${GetRoot} "$INSTDIR" $3
  ${GetRoot} "$TEMP" $4
  ${If} $3 == $4
    StrCpy $1 $2
  ${EndIf}
  ClearErrors
  ${DriveSpace} "$3\" "/D=F /S=M" $4
  ${IfNot} ${Errors}
  ${AndIf} $4 < $1
    Call DropStage
    ${Stop} ${EXIT_DISK_FULL} "$(DiskFull)"
  ${EndIf}
FunctionEnd

; From here on a power failure is taken up at the next login; nothing is ever half there for longer.
Function TakeOver
  DetailPrint "$(TakingOver)"
  WriteRegStr SHCTX "Software\Microsoft\Windows\CurrentVersion\RunOnce" "!${NAME}" '"${WORK}\finish.exe" /S /FINISH'
  FileOpen $0 "${WORK}\ready" w
  FileClose $0
  ${Do}
    Call GetPatience
    Call Swap
    ${If} $Failed == ""
      Return
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(InUse)" /SD IDCANCEL IDCANCEL`
      Call PutBack
      ${Stop} ${EXIT_IN_USE} ""
    ${EndIf}
  ${Loop}
FunctionEnd

Function .onInstFailed
  Call DropStage
  SetErrorLevel ${EXIT_DISK_FULL}
FunctionEnd
