; Lists of what belongs to the program, moving it about, and what is a link: nothing else is ever touched.
;
; A list has a line for each file, and one that ends in "\" for each folder, after what is in it. What lies at the top
; begins with "*", which no name can.

!define WORK "$INSTDIR\.upgrade"

Var Lines ; the list that is being read or written
Var Visitor ; what is called for each line, with $1 the path and $0 "\" for a folder

; Out of the system's memory, onto the disk: a rename may survive a power failure that the contents did not.
Function FlushFile
  Exch $0
  Push $1
  ClearErrors
  FileOpen $1 $0 a
  ${IfNot} ${Errors}
    System::Call "kernel32::FlushFileBuffers(p r1)"
    FileClose $1
  ${EndIf}
  Pop $1
  Pop $0
FunctionEnd

; What is below ${WORK}\new\$1; $1 ends in "\" or is empty.
Function ListFolder
  Push $2
  Push $3
  Push $4
  StrCpy $4 ""
  ${If} $1 == ""
    StrCpy $4 "*"
  ${EndIf}
  FindFirst $2 $3 "${WORK}\new\$1*"
  ${DoWhile} $3 != ""
    ${If} $3 == "."
    ${OrIf} $3 == ".."
    ${ElseIf} ${FileExists} "${WORK}\new\$1$3\*.*"
      Push $1
      StrCpy $1 "$1$3\"
      Call ListFolder
      FileWriteUTF16LE $Lines "$4$1$\r$\n"
      Pop $1
    ${Else}
      Push "${WORK}\new\$1$3"
      Call FlushFile
      FileWriteUTF16LE $Lines "$4$1$3$\r$\n"
    ${EndIf}
    FindNext $2 $3
  ${Loop}
  FindClose $2
  Pop $4
  Pop $3
  Pop $2
FunctionEnd

; The new version's list goes with it; the swap itself reads copies, so that it can be taken up again.
Function WriteLists
  FileOpen $Lines "${WORK}\new-files.txt" w
  StrCpy $1 ""
  Call ListFolder
  FileClose $Lines
  Delete "${WORK}\new\${LIST}" ; a payload has no say in it
  CopyFiles /SILENT "${WORK}\new-files.txt" "${WORK}\new\${LIST}"
  CopyFiles /SILENT "$INSTDIR\${LIST}" "${WORK}\old-files.txt"
  ClearErrors
  Push "${WORK}\new-files.txt"
  Call FlushFile
  Push "${WORK}\new\${LIST}"
  Call FlushFile
  Push "${WORK}\old-files.txt"
  Call FlushFile
FunctionEnd

!macro FILES UN
; Calls $Visitor for each line of the list $0.
Function ${UN}VisitLines
  Push $Lines
  ClearErrors
  FileOpen $Lines $0 r
  ${IfNot} ${Errors}
    ${Do}
      ClearErrors
      FileReadUTF16LE $Lines $1
      ${If} ${Errors}
        ${Break}
      ${EndIf}
      ${TrimNewLines} $1 $1
      StrCpy $0 $1 1 -1
      Call $Visitor
    ${Loop}
    FileClose $Lines
  ${EndIf}
  Pop $Lines
FunctionEnd

; Renames $2 to $3 once nobody uses it: virus scanners look at new files, and Claude may be running the helper.
Function ${UN}Move
  ${If} $Failed != ""
    Return
  ${EndIf}
  ${Do}
    ClearErrors
    Rename $2 $3
    ${IfNot} ${Errors}
      Return
    ${EndIf}
    ${If} $Patience < 1
      StrCpy $Failed 1
      Return
    ${EndIf}
    Sleep 250
    IntOp $Patience $Patience - 1
  ${Loop}
FunctionEnd

Function ${UN}GetPatience
  ClearErrors
  ${GetOptions} $Parameters "/WAIT=" $Patience
  ${If} ${Errors}
    StrCpy $Patience 20
  ${EndIf}
  IntOp $Patience $Patience * 4
FunctionEnd

; $0: whether the file or folder $1 is a link to another place.
Function ${UN}IsLink
  System::Call "kernel32::GetFileAttributesW(w r1) i .r0"
  ${If} $0 = -1
    StrCpy $0 0
  ${EndIf}
  IntOp $0 $0 & 0x400
FunctionEnd

; Deletes what the line $1 names below ${WORK}\old.
Function ${UN}DeleteLine
  StrCpy $2 $1 1
  ${If} $2 == "*"
    StrCpy $1 $1 "" 1
  ${EndIf}
  ${If} $0 == "\"
    RMDir "${WORK}\old\$1"
  ${Else}
    Delete "${WORK}\old\$1"
  ${EndIf}
FunctionEnd

; What is left below ${WORK}\old\$1 is the person's own and goes back to where it was; what was replaced goes.
Function ${UN}CarryOver
  Push $2
  Push $3
  FindFirst $2 $3 "${WORK}\old\$1*"
  ${DoWhile} $3 != ""
    ${If} $3 != "."
    ${AndIf} $3 != ".."
      Push $1
      StrCpy $1 "${WORK}\old\$1$3"
      Call ${UN}IsLink
      Pop $1
      ${If} $0 = 0
      ${AndIf} ${FileExists} "${WORK}\old\$1$3\*.*"
        Push $1
        StrCpy $1 "$1$3\"
        Call ${UN}CarryOver
        RMDir "${WORK}\old\$1"
        Pop $1
      ${ElseIf} ${FileExists} "$INSTDIR\$1$3"
        Delete "${WORK}\old\$1$3"
      ${Else}
        CreateDirectory "$INSTDIR\$1"
        Rename "${WORK}\old\$1$3" "$INSTDIR\$1$3"
      ${EndIf}
    ${EndIf}
    FindNext $2 $3
  ${Loop}
  FindClose $2
  Pop $3
  Pop $2
FunctionEnd
!macroend
!insertmacro FILES ""
!insertmacro FILES "un."
