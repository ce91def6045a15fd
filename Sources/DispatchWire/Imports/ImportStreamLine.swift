/// One line of the answer to an import that asked for lines.
package typealias ImportStreamLine = StreamLine<ImportProgress, ImportResult>
